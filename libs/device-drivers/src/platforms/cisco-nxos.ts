import { definePlatform } from '../platform.js';
import {
  iosConfigRefusals,
  iosModes,
  iosOnOpen,
  iosPager,
  iosRefusals,
  iosTextEntry,
} from './families/ios.js';

/** Cisco NX-OS; its prompts can contain `(maint-mode)`. */
export const ciscoNxos = definePlatform({
  name: 'cisco_nxos',
  family: 'cisco',
  modes: iosModes('(?:\\(maint-mode\\))?'),
  commandMode: 'privilegedExec',
  configMode: 'configuration',
  onOpen: iosOnOpen,
  onClose: 'exit',
  pager: iosPager,
  textEntry: iosTextEntry,
  refusals: { command: iosRefusals, config: iosConfigRefusals },
  save: {
    steps: [{ send: 'copy running-config startup-config' }],
    success: /Copy complete/,
    failure: /Configuration update aborted|request was aborted|^Copy failed/im,
  },
});
