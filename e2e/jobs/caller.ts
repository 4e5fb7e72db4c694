import type { JobAccepted, JobResult } from '@naas/contract';
import { testbedFacts } from '../devices/testbed.js';
import type { Service } from '../programs.js';

type Fields = Readonly<Record<string, unknown>>;

/** A client of the REST API with user name and password, for devices of the test bed. */
export class Caller {
  readonly #service: Service;
  readonly #authorization: string;

  constructor(
    service: Service,
    {
      username,
      password = testbedFacts().password,
    }: { readonly username: string; readonly password?: string },
  ) {
    this.#service = service;
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  call(method: string, path: string, body?: Fields): Promise<Response> {
    const headers = { authorization: this.#authorization, 'content-type': 'application/json' };
    return fetch(`${this.#service.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** Submits a job for a device of the test bed. Resolves to its id. */
  async submit(path: '/v2/send-command' | '/v2/send-config', body: Fields): Promise<string> {
    const { host, ports } = testbedFacts();
    const response = await this.call('POST', path, { host, port: ports[0], platform: 'cisco_ios', ...body });
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
    return ((await response.json()) as JobAccepted).job_id; // the contract's body of a 202
  }

  /** Resolves to the present state of a job. */
  async job(id: string): Promise<JobResult> {
    return (await (await this.call('GET', `/v2/jobs/${id}`)).json()) as JobResult; // the contract's body
  }

  /** Resolves to a job once it has ended. */
  async ended(id: string): Promise<JobResult> {
    for (;;) {
      const response = await fetch(`${this.#service.url}/v2/jobs/${id}`, {
        headers: { authorization: this.#authorization, prefer: 'wait=20' },
      });
      const job = (await response.json()) as JobResult; // the contract's body
      if (!['queued', 'started'].includes(job.status)) return job;
    }
  }
}
