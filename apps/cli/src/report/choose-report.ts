import { stdout } from 'node:process';
import type { FormOptions } from '../options.js';
import { jsonReport } from './json-report.js';
import type { Report } from './report.js';
import { textReport } from './text-report.js';

/** JSON when asked for or when standard output is not a terminal; else text. */
export function chooseReport({ json = false, text = false }: FormOptions): Report {
  return json || !(text || stdout.isTTY) ? jsonReport(json) : textReport();
}
