import { Option, type Command } from 'commander';
import { parseSeconds, parseTag, parseWhole } from './option-values.js';

/** Address of the API and credentials of the caller. */
export interface ApiOptions {
  readonly url?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly insecure?: true;
}

/** Output format. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly text?: boolean;
}

/** The device and how to reach it. */
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

/** How to submit the job and wait for it. */
export interface SubmitOptions {
  readonly idempotencyKey?: string;
  /** False with --no-wait. */
  readonly wait: boolean;
  /** Longest wait, in seconds. */
  readonly timeout: number;
}

export type SendCommandOptions = ApiOptions &
  FormatOptions &
  TargetOptions &
  SubmitOptions & { readonly expect?: string };
export type SendConfigOptions = ApiOptions &
  FormatOptions &
  TargetOptions &
  SubmitOptions & { readonly file?: string; readonly save?: true; readonly commit?: true };
export type HealthcheckOptions = ApiOptions & FormatOptions;
export type JobsGetOptions = ApiOptions & FormatOptions & { readonly wait?: true; readonly timeout: number };
export type JobsCancelOptions = ApiOptions & FormatOptions;

const defaultWaitSeconds = 300;

/** Adds the options of every command. */
export function addApiOptions(command: Command): Command {
  return command
    .optionsGroup('API and credentials:')
    .option('--url <url>', 'base URL of the API (default: NAAS_URL, else https://127.0.0.1:8443)')
    .option(
      '--ca-file <file>',
      'PEM certificates to trust (default: NAAS_CA_BUNDLE, else those of the system)',
    )
    .option('-k, --insecure', 'do not check the certificate of the API')
    .option('-u, --username <name>', 'login name at the device (default: NAAS_USERNAME, else ask)')
    .option('--password-file <file>', 'file with the password (default: NAAS_PASSWORD, else ask)')
    .optionsGroup('Output:')
    .addOption(new Option('--json', 'print JSON, also for errors and on a terminal').conflicts('text'))
    .option('--text', 'print text, also into a pipe or file');
}

/** Adds the options about the device. */
export function addTargetOptions(command: Command): Command {
  return command
    .optionsGroup('Device:')
    .requiredOption('-H, --host <host>', 'address or host name')
    .option('-p, --platform <name>', 'platform of the device (default: cisco_ios)')
    .option('--port <number>', 'SSH port (default: 22)', parseWhole)
    .option('--context <name>', 'context that serves the device (default: default)')
    .option('--enable-file <file>', 'file with the enable secret (default: NAAS_ENABLE, else the password)')
    .option('--ask-enable', 'ask for the enable secret')
    .option('--conn-timeout <seconds>', 'longest time to connect and log in (default: 10)', parseSeconds)
    .option('--read-timeout <seconds>', 'longest time for one command (default: 30)', parseSeconds);
}

/** Adds the options about the job. */
export function addSubmitOptions(command: Command): Command {
  return addWaitLimit(
    command
      .optionsGroup('Job:')
      .option('--tag <key=value>', 'label of the job; may be repeated', parseTag)
      .option('--idempotency-key <key>', 'repeated submits with the same key make one job')
      .option('--no-wait', 'do not wait for the end; print the job id'),
  );
}

/** Adds the limit of the wait for a job. */
export function addWaitLimit(command: Command): Command {
  return command.option(
    '--timeout <seconds>',
    'longest wait for the end; the job continues after that',
    parseSeconds,
    defaultWaitSeconds,
  );
}
