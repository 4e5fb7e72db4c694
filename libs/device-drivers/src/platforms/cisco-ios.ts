import { definePlatform } from '../platform.js';
import {
  iosConfigRefusals,
  iosModes,
  iosOnOpen,
  iosPager,
  iosRefusals,
  iosTextEntry,
} from './families/ios.js';

/** Cisco IOS and IOS XE; also FRR's vtysh and zebra's terminal. */
export const ciscoIos = definePlatform({
  name: 'cisco_ios',
  family: 'cisco',
  modes: iosModes(),
  commandMode: 'privilegedExec',
  configMode: 'configuration',
  onOpen: iosOnOpen,
  onClose: 'exit',
  pager: iosPager,
  textEntry: iosTextEntry,
  refusals: { command: iosRefusals, config: iosConfigRefusals },
  save: {
    steps: [{ send: 'write memory', questions: [{ expect: /\[confirm\]\s*$/i, answer: '\r', key: true }] }],
    failure: /startup-config file open failed|^% ?(?:Error|Can't)/im,
  },
});
