import { DriverError } from '../errors.js';
import type { Dialogue } from './dialogue.js';
import type { ReadLimits } from './reading.js';

/** Silence after which a device is woken with Enter, in milliseconds. */
const wakeMs = 2_000;

/**
 * Brings an opened terminal to the command mode: login questions, first prompt, privileged mode, set-up
 * lines.
 */
export async function logIn(dialogue: Dialogue, limits: () => ReadLimits): Promise<void> {
  const { platform } = dialogue;
  const first = await dialogue.start({ ...limits(), wakeMs });
  if (first.isNewPasswordAsked) {
    throw new DriverError(
      'PASSWORD_EXPIRED',
      'The password has expired: the device demands a new one for this user; set it on the device first. ' +
        `It last said: ${dialogue.terminal.lastOutput}.`,
    );
  }
  if (first.isAskedAgain) {
    throw new DriverError(
      'AUTH_FAILURE',
      'The device asked for the user name and password again: it did not accept them.',
    );
  }
  await dialogue.goTo(platform.commandMode, limits());
  for (const { send, mode = platform.commandMode } of platform.onOpen) {
    await dialogue.goTo(mode, limits());
    await dialogue.send(send, limits());
  }
  await dialogue.goTo(platform.commandMode, limits());
}
