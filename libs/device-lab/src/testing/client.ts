import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import type { LabDevice } from '../server/lab-device.js';

/** A plain terminal on a device: types text, and waits until the reply matches a pattern. */
export interface Terminal {
  /** Everything received so far. */
  readonly text: string;
  /** Types the text unchanged. */
  type(text: string): void;
  /** Types the line and Enter; resolves to the text from there up to and including the match. */
  send(line: string, until: RegExp): Promise<string>;
  /** Resolves to the text since the last match, once it matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves when the connection has closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

const timeoutMs = 5_000;

/**
 * Logs in to a device, as its own user unless `config` names another, and opens a shell. Rejects with ssh2's
 * error.
 */
export async function openTerminal(device: LabDevice, config: ConnectConfig = {}): Promise<Terminal> {
  const client = new Client();
  const closed = new Promise<void>((resolve) =>
    client.once('close', () => {
      resolve();
    }),
  );
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.on('error', reject);
    client.once('connect', () => client.setNoDelay(true));
    client.once('close', () => {
      reject(new Error('closed'));
    });
    client.once('ready', () => {
      client.shell({ term: 'vt100', cols: 511, rows: 1000 }, (error, stream) => {
        if (error) reject(error);
        else resolve(stream);
      });
    });
    const { host, port, username, password } = device;
    client.connect({ host, port, username, password, ...config });
  });
  return new SshTerminal(client, channel, closed);
}

class SshTerminal implements Terminal {
  text = '';
  #seen = 0;
  #check: (() => void) | undefined;

  constructor(
    readonly client: Client,
    readonly channel: ClientChannel,
    readonly closed: Promise<void>,
  ) {
    channel.setEncoding('utf8');
    channel.on('data', (data: string) => {
      this.text += data;
      this.#check?.();
    });
  }

  type(text: string): void {
    this.channel.write(text);
  }

  send(line: string, until: RegExp): Promise<string> {
    this.type(`${line}\n`);
    return this.until(until);
  }

  until(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new Error(`no ${String(pattern)} in ${JSON.stringify(this.text.slice(this.#seen).slice(-400))}`),
        );
      }, timeoutMs);
      this.#check = () => {
        const fresh = this.text.slice(this.#seen);
        const match = pattern.exec(fresh);
        if (!match) return;
        clearTimeout(timer);
        this.#check = undefined;
        const end = match.index + match[0].length;
        this.#seen += end;
        resolve(fresh.slice(0, end));
      };
      this.#check();
    });
  }

  async close(): Promise<void> {
    this.client.end();
    await this.closed;
  }
}
