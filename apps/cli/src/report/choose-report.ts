import { stdout } from 'node:process';
import type { FormatOptions } from '../options.js';
import { jsonReport } from './json-report.js';
import type { Report } from './report.js';
import { textReport } from './text-report.js';

/** JSON with --json or when standard output is not a terminal; otherwise text. */
export function chooseReport({ json = false, text = false }: FormatOptions): Report {
  return json || !(text || stdout.isTTY) ? jsonReport(json) : textReport();
}
