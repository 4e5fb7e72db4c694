import type { SendCommand, SendConfig } from '@naas/contract';

// The contract's types describe a body with its defaults filled in; a caller may leave defaults out.
type Given<Body extends { readonly host: string }> = Readonly<
  Pick<Body, 'host'> & Partial<Omit<Body, 'host' | 'commands' | 'config'>>
>;

/** Body of a send-command call; missing fields have the contract's defaults. */
export type SendCommandRequest = Given<SendCommand> & { readonly commands: readonly string[] };

/** Body of a send-config call; missing fields have the contract's defaults. */
export type SendConfigRequest = Given<SendConfig> & { readonly commands: readonly string[] };
