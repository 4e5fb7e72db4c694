import type { AlgorithmProfile } from '../options.js';

/** SSH algorithm names in order of preference, for each kind. */
export interface Algorithms {
  readonly kex: readonly string[];
  readonly serverHostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
}

const modern: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
};

const compatible: Algorithms = {
  kex: [...modern.kex, 'diffie-hellman-group14-sha1'],
  serverHostKey: [...modern.serverHostKey, 'ssh-rsa'],
  cipher: [...modern.cipher, 'aes128-cbc', 'aes192-cbc', 'aes256-cbc'],
  hmac: [...modern.hmac, 'hmac-sha1-etm@openssh.com', 'hmac-sha1'],
};

// Group exchange is for devices that have nothing else: the device chooses the group, so the exchange must be
// bounded (group-exchange.ts), and at its largest it still costs several times as much as the others.
const legacy: Algorithms = {
  kex: [
    ...modern.kex,
    'diffie-hellman-group14-sha1',
    'diffie-hellman-group1-sha1',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group-exchange-sha1',
  ],
  serverHostKey: [...compatible.serverHostKey, 'ssh-dss'],
  cipher: [...compatible.cipher, '3des-cbc'],
  hmac: [
    ...compatible.hmac,
    'hmac-sha2-256-96',
    'hmac-sha2-512-96',
    'hmac-sha1-96',
    'hmac-md5',
    'hmac-md5-96',
    'hmac-ripemd160',
  ],
};

/** What each profile offers a device. */
export const algorithmProfiles: Readonly<Record<AlgorithmProfile, Algorithms>> = {
  modern,
  compatible,
  legacy,
};
