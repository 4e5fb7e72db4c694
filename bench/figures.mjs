/** @typedef {'Python NAAS' | 'netpalm' | 'Netmiko' | 'scrapli' | 'bare ssh2'} Peer */

// The rows of the table. `peers` are medians, measured once on 2 shared cores with client, Redis, API, worker
// and device on the same machine: Python NAAS 1.4 with 4 workers, netpalm; for the drivers Netmiko, scrapli
// and bare ssh2. `goal` is ours; `less`: lower is better.

/**
 * @typedef {object} Figure
 * @property {string} title
 * @property {string} unit
 * @property {number} goal
 * @property {boolean} less
 * @property {Partial<Record<Peer, string>>} peers
 */

/** @satisfies {Record<string, Figure>} */
const rows = {
  connectFrr: {
    title: 'driver: connect + first command, FRR',
    unit: 'ms',
    goal: 130,
    less: true,
    peers: { Netmiko: '439', scrapli: '119', 'bare ssh2': '117' },
  },
  connectLight: {
    title: 'driver: connect + first command, light device',
    unit: 'ms',
    goal: 10,
    less: true,
    peers: { Netmiko: '343', scrapli: '18', 'bare ssh2': '6.6' },
  },
  commandFrr: {
    title: 'driver: command on an open connection, FRR',
    unit: 'ms',
    goal: 1,
    less: true,
    peers: { Netmiko: '82', scrapli: '1.2', 'bare ssh2': '0.3' },
  },
  bulkWall: {
    title: 'driver: 10 MB',
    unit: 'ms',
    goal: 150,
    less: true,
    peers: { Netmiko: '474', scrapli: '221', 'bare ssh2': '133' },
  },
  bulkCpu: {
    title: 'driver: 10 MB, CPU',
    unit: 'ms',
    goal: 50,
    less: true,
    peers: { Netmiko: '326', scrapli: '210', 'bare ssh2': '38' },
  },
  jobFrr: {
    title: 'POST to result, FRR, first',
    unit: 'ms',
    goal: 160,
    less: true,
    peers: { 'Python NAAS': '502', netpalm: '451' },
  },
  jobAgain: {
    title: 'POST to result, FRR, same device again',
    unit: 'ms',
    goal: 15,
    less: true,
    peers: { 'Python NAAS': '503', netpalm: '443' },
  },
  accepted: {
    title: 'POST accepted, 16 connections',
    unit: '/s',
    goal: 3000,
    less: false,
    peers: { 'Python NAAS': '338', netpalm: '811' },
  },
  read: {
    title: 'GET of a finished job, 16 connections',
    unit: '/s',
    goal: 6000,
    less: false,
    peers: { 'Python NAAS': '793', netpalm: '1080' },
  },
  jobsFrr: {
    title: 'jobs, 20 devices, FRR, new connections',
    unit: '/s',
    goal: 30,
    less: false,
    peers: { 'Python NAAS': '7.4', netpalm: '8.7' },
  },
  jobsLight: {
    title: 'jobs, 20 light devices, new connections',
    unit: '/s',
    goal: 150,
    less: false,
    peers: { 'Python NAAS': '8.7' },
  },
  jobCpu: {
    title: 'worker CPU per job, new connections',
    unit: 'ms',
    goal: 5,
    less: true,
    peers: { 'Python NAAS': '68-75', netpalm: '30' },
  },
  jobsPooled: {
    title: 'jobs, 20 light devices, kept connections',
    unit: '/s',
    goal: 500,
    less: false,
    peers: { 'Python NAAS': '8.7' },
  },
  jobCpuPooled: {
    title: 'worker CPU per job, kept connections',
    unit: 'ms',
    goal: 1,
    less: true,
    peers: { 'Python NAAS': '68-75', netpalm: '30' },
  },
  memory: {
    title: 'memory of API + worker, 50 jobs at once',
    unit: 'MB',
    goal: 200,
    less: true,
    peers: { 'Python NAAS': '1574' },
  },
  memorySessions: {
    title: 'memory of API + worker, 500 connections at once',
    unit: 'MB',
    goal: 200,
    less: true,
    peers: {},
  },
};

/** @typedef {keyof typeof rows} FigureName */

/**
 * Every figure by its name, in the order of the table.
 *
 * @type {Readonly<Record<FigureName, Figure>>}
 */
export const figures = rows;

/**
 * The peers, in the order of the columns.
 *
 * @type {Peer[]}
 */
export const peers = ['Python NAAS', 'netpalm', 'Netmiko', 'scrapli', 'bare ssh2'];
