import { Option, type Command } from 'commander';
import { parseSeconds, parseTag, parseWhole } from './option-values.js';

/** Where the API is and who calls. */
export interface ApiOptions {
  readonly url?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly insecure?: true;
}

/** In which form the outcome is written. */
export interface FormOptions {
  readonly json?: boolean;
  readonly text?: boolean;
}

/** The device and how it is reached. */
export interface TargetOptions {
  readonly host: string;
  readonly port?: number;
  readonly platform?: string;
  readonly context?: string;
  readonly readTimeout?: number;
  readonly connTimeout?: number;
  readonly tag?: Readonly<Record<string, string>>;
  readonly enableFile?: string;
  readonly askEnable?: true;
}

/** How the job is submitted and waited for. */
export interface SubmitOptions {
  readonly idempotencyKey?: string;
  /** False with --no-wait. */
  readonly wait: boolean;
  /** Seconds. */
  readonly timeout: number;
}

export type SendCommandOptions = ApiOptions &
  FormOptions &
  TargetOptions &
  SubmitOptions & { readonly expect?: string };
export type SendConfigOptions = ApiOptions &
  FormOptions &
  TargetOptions &
  SubmitOptions & { readonly file?: string; readonly save?: true; readonly commit?: true };
export type HealthcheckOptions = ApiOptions & FormOptions;
export type JobsGetOptions = ApiOptions & FormOptions & { readonly wait?: true; readonly timeout: number };
export type JobsCancelOptions = ApiOptions & FormOptions;

const defaultWaitSeconds = 300;

/** Options of every command. */
export function addApiOptions(command: Command): Command {
  return command
    .optionsGroup('Where the API is, and who calls:')
    .option('--url <url>', 'base URL of the API (NAAS_URL; else https://127.0.0.1:8443)')
    .option('--ca-file <file>', 'PEM certificates to trust for it (NAAS_CA_BUNDLE; else those of the system)')
    .option('-k, --insecure', 'do not check its certificate')
    .option('-u, --username <name>', 'login name at the device (NAAS_USERNAME; else asked for)')
    .option('--password-file <file>', 'file with the password (else NAAS_PASSWORD; else asked for)')
    .optionsGroup('Output:')
    .addOption(new Option('--json', 'write JSON, errors too, even on a terminal').conflicts('text'))
    .option('--text', 'write for people, even into a pipe or file');
}

/** Options of the commands that submit a job. */
export function addTargetOptions(command: Command): Command {
  return command
    .optionsGroup('The device:')
    .requiredOption('-H, --host <host>', 'address or host name')
    .option('-p, --platform <name>', 'its platform (default cisco_ios)')
    .option('--port <number>', 'its SSH port (default 22)', parseWhole)
    .option('--context <name>', 'queue that serves it (default "default")')
    .option('--enable-file <file>', 'file with the enable secret (else NAAS_ENABLE; else the password)')
    .option('--ask-enable', 'ask for the enable secret')
    .option('--conn-timeout <seconds>', 'until it must be logged in to (default 10)', parseSeconds)
    .option('--read-timeout <seconds>', 'a command may take (default 30)', parseSeconds);
}

/** More options of the commands that submit a job. */
export function addSubmitOptions(command: Command): Command {
  return addWaitLimit(
    command
      .optionsGroup('The job:')
      .option('--tag <key=value>', 'label it; may be repeated', parseTag)
      .option('--idempotency-key <key>', 'submits with the same key make one job')
      .option('--no-wait', 'do not wait for its end: print its id'),
  );
}

/** How long a job is waited for. */
export function addWaitLimit(command: Command): Command {
  return command.option(
    '--timeout <seconds>',
    'wait for its end at most this long; it goes on after that',
    parseSeconds,
    defaultWaitSeconds,
  );
}
