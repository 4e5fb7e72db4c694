import { definePlatform } from '../platform.js';

/** A Unix shell. Its configuration mode is a root shell, entered with `sudo -s`; there is nothing to save. */
export const linux = definePlatform({
  name: 'linux',
  family: 'linux',
  modes: {
    exec: { prompt: /^(?:[^\r\n$#@]{0,60}@(?<host>[\w.-]{1,63}))?[^\r\n$#]{0,120}\$\s*$/ },
    privilegedExec: {
      prompt: /^(?:[^\r\n$#@]{0,60}@(?<host>[\w.-]{1,63}))?[^\r\n$#]{0,120}#\s*$/,
      parent: 'exec',
      enter: { send: 'sudo -s', questions: [{ expect: /password[^:\r\n]*:\s*$/i, credential: 'password' }] },
      leave: { send: 'exit' },
    },
  },
  commandMode: 'exec',
  configMode: 'privilegedExec',
  onOpen: [],
  onClose: 'exit',
  refusals: {
    command: [
      /^(?:-?\w*sh: )?(?:line \d+: )?\S+: (?:command )?not found$/im,
      /^\S*sh: .+: (?:Permission denied|No such file or directory)$/m,
    ],
    config: [
      /^(?:-?\w*sh: )?(?:line \d+: )?\S+: (?:command )?not found$/im,
      /^\S*sh: .+$/m,
      /^\S+: .*(?:Permission denied|Operation not permitted|No such file or directory)/im,
      /^\S+: .*(?:invalid option|unrecognized option)/im,
    ],
  },
});
