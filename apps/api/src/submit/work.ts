import type { JobKindOf, SendCommand, SendConfig } from '@naas/contract';
import type { CommandRequest, ConfigurationRequest } from '@naas/core';
import type { Target } from './submission.js';

type CommandWork = Omit<CommandRequest, keyof Target>;
type ConfigurationWork = Omit<ConfigurationRequest, keyof Target>;

/** The part of a request that says what is to be done. */
export type Work = CommandWork | ConfigurationWork;

/** Reads the commands of a body. */
export const commandsOf =
  (kind: JobKindOf<'commands'>) =>
  (body: Pick<SendCommand, 'commands' | 'expect_string'>): CommandWork => ({
    kind,
    commands: body.commands,
    expectString: body.expect_string ?? null,
  });

/** Reads the configuration of a body. */
export const configurationOf =
  (kind: JobKindOf<'configuration'>) =>
  (body: Pick<SendConfig, 'commands' | 'config' | 'save_config' | 'commit'>): ConfigurationWork => ({
    kind,
    commands: body.commands ?? body.config ?? [],
    saveConfig: body.save_config,
    commit: body.commit,
  });
