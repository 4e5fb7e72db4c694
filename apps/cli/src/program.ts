import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import { exitCodesHelp, sendCommandHelp, sendConfigHelp } from './help.js';
import { addApiOptions, addSubmitOptions, addTargetOptions, addWaitLimit } from './options.js';
import type {
  HealthcheckOptions,
  JobsCancelOptions,
  JobsGetOptions,
  SendCommandOptions,
  SendConfigOptions,
} from './options.js';

/** Builds the command line. Each command loads its code only when it runs, so that help is quick. */
export function buildProgram(end: (code: ExitCode) => void): Command {
  const program = new Command('naas')
    .description('Runs commands and configuration on network devices through the NAAS API.')
    .version(readVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError()
    .addHelpText('after', exitCodesHelp);
  addSendCommand(program, end);
  addSendConfig(program, end);
  addHealthcheck(program, end);
  addJobs(program, end);
  return program;
}

/** Adds a command with one argument, as in `get <id>`. */
function addCommand(parent: Command, usage: string, argumentText: string): Command {
  const [name = '', argument = ''] = usage.split(' ');
  return parent.command(name).argument(argument, argumentText);
}

function addSendCommand(program: Command, end: (code: ExitCode) => void): void {
  const command = addCommand(program, 'send-command <command...>', 'commands, run in order').description(
    'Run show commands on a device and print their output.',
  );
  addTargetOptions(command).option(
    '--expect <pattern>',
    'regular expression that also ends a command, for commands that end in a question',
  );
  addApiOptions(addSubmitOptions(command))
    .addHelpText('after', sendCommandHelp)
    .action(async (commands: readonly string[], options: SendCommandOptions) => {
      const { sendCommand } = await import('./commands/send-command.js');
      end(await sendCommand(commands, options));
    });
}

function addSendConfig(program: Command, end: (code: ExitCode) => void): void {
  const linesText = 'configuration lines; - reads standard input';
  const command = addCommand(program, 'send-config [line...]', linesText).description(
    'Push configuration lines to a device, once.',
  );
  addTargetOptions(command)
    .optionsGroup('Configuration:')
    .option('-f, --file <file>', 'read the lines from a file; - is standard input')
    .option('--save', 'save the running configuration afterwards')
    .option('--commit', 'commit the candidate configuration');
  addApiOptions(addSubmitOptions(command))
    .addHelpText('after', sendConfigHelp)
    .action(async (lines: readonly string[], options: SendConfigOptions) => {
      const { sendConfig } = await import('./commands/send-config.js');
      end(await sendConfig(lines, options));
    });
}

function addHealthcheck(program: Command, end: (code: ExitCode) => void): void {
  addApiOptions(
    program.command('healthcheck').description('Show the state of the service; exit code 0 if healthy.'),
  ).action(async (options: HealthcheckOptions) => {
    const { healthcheck } = await import('./commands/healthcheck.js');
    end(await healthcheck(options));
  });
}

function addJobs(program: Command, end: (code: ExitCode) => void): void {
  const jobs = program.command('jobs').description('Show or cancel a submitted job.');
  const get = addCommand(jobs, 'get <id>', 'job id')
    .description('Show a job; exit code 1 if it failed.')
    .option('--wait', 'wait for the end of the job');
  addApiOptions(addWaitLimit(get)).action(async (jobId: string, options: JobsGetOptions) => {
    const { getJob } = await import('./commands/jobs.js');
    end(await getJob(jobId, options));
  });
  const cancel = addCommand(jobs, 'cancel <id>', 'job id').description(
    'Cancel a job that has not ended; a running job stops within a second.',
  );
  addApiOptions(cancel).action(async (jobId: string, options: JobsCancelOptions) => {
    const { cancelJob } = await import('./commands/jobs.js');
    end(await cancelJob(jobId, options));
  });
}

function readVersion(): string {
  const description: unknown = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
  const isDescription = typeof description === 'object' && description !== null && 'version' in description;
  return isDescription ? String(description.version) : 'unknown';
}
