import { createLogger, format, transports, type Logger } from 'winston';
import type { Settings } from '../settings/settings.js';

export type { Logger } from 'winston';

const asText = format.printf(({ timestamp, level, message, ...rest }) => {
  const facts = Object.entries(rest).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${String(timestamp)} ${level.padEnd(5)} ${String(message)}${facts.join('')}`;
});

/**
 * The log of one program: one line for each event on standard output, JSON or text. Callers pass ids, codes
 * and counts as fields; never a body, an output, or the text of a device.
 */
export function createLog(settings: Pick<Settings, 'LOG_LEVEL' | 'LOG_FORMAT'>, program: string): Logger {
  const isText =
    settings.LOG_FORMAT === 'text' || (settings.LOG_FORMAT === 'auto' && process.stdout.isTTY === true);
  return createLogger({
    level: settings.LOG_LEVEL,
    defaultMeta: { program },
    format: format.combine(format.timestamp(), isText ? asText : format.json()),
    transports: [new transports.Console({ stderrLevels: [], forceConsole: false })],
  });
}
