import type { JobKindOf, SendCommand, SendConfig } from '@naas/contract';
import type { CommandRequest, ConfigurationRequest } from '@naas/core';
import type { Target } from './submission.js';

type CommandWork = Omit<CommandRequest, keyof Target>;
type ConfigurationWork = Omit<ConfigurationRequest, keyof Target>;

/** The part of a job request with the commands or the configuration. */
export type Work = CommandWork | ConfigurationWork;

/** Makes the function that reads the commands from a body. */
export const commandsOf =
  (kind: JobKindOf<'commands'>) =>
  (body: Pick<SendCommand, 'commands' | 'expect_string'>): CommandWork => ({
    kind,
    commands: body.commands,
    expectString: body.expect_string ?? null,
  });

/** Makes the function that reads the configuration from a body. */
export const configurationOf =
  (kind: JobKindOf<'configuration'>) =>
  (body: Pick<SendConfig, 'commands' | 'config' | 'save_config' | 'commit'>): ConfigurationWork => ({
    kind,
    commands: body.commands ?? body.config ?? [],
    saveConfig: body.save_config,
    commit: body.commit,
  });
