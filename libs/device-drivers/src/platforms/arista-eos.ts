import { definePlatform } from '../platform.js';
import {
  iosConfigRefusals,
  iosModes,
  iosOnOpen,
  iosPager,
  iosRefusals,
  iosTextEntry,
} from './families/ios.js';

/** Arista EOS; `(s1)` in its prompts names a supervisor. */
export const aristaEos = definePlatform({
  name: 'arista_eos',
  family: 'arista',
  modes: {
    ...iosModes('(?:\\(s[12]\\))?'),
    // Reached with `bash`, which the driver never types.
    shell: { prompt: /^\[[\w.\-@/: ]{1,63}~\]\$\s*$/, parent: 'privilegedExec', leave: { send: 'exit' } },
  },
  commandMode: 'privilegedExec',
  configMode: 'configuration',
  onOpen: iosOnOpen,
  onClose: 'exit',
  pager: iosPager,
  textEntry: iosTextEntry,
  refusals: {
    command: [...iosRefusals, /^% (?:Error|Cannot commit|Duplicate sequence number)/m],
    config: iosConfigRefusals,
  },
  save: {
    steps: [{ send: 'copy running-config startup-config' }],
    success: /Copy completed successfully/,
  },
});
