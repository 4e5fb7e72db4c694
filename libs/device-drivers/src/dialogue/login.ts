import { DriverError } from '../errors.js';
import type { Session } from './session.js';
import type { ReadLimits } from './reading.js';

/** Silence after which a device is woken with an Enter, in milliseconds. */
const wakeMs = 2_000;

/**
 * From the opened terminal to the command mode: login questions, first prompt, privileged mode, set-up lines.
 */
export async function logIn(session: Session, limits: () => ReadLimits): Promise<void> {
  const { platform } = session;
  const first = await session.start({ ...limits(), wakeMs });
  if (first.isAskedAgain)
    throw new DriverError(
      'AUTH_FAILURE',
      'The device asked for the user name and password again: it did not accept them.',
    );
  await session.goTo(platform.commandMode, limits());
  for (const { send, mode = platform.commandMode } of platform.onOpen) {
    await session.goTo(mode, limits());
    await session.send(send, limits());
  }
  await session.goTo(platform.commandMode, limits());
}
