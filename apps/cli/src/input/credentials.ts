import { ask } from './ask.js';
import { environment } from '../environment.js';
import type { ApiOptions, TargetOptions } from '../options.js';
import { readSecretFile } from './read-input.js';

/** The login at the device. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** From options, else the environment, else the terminal. There is no password option: `ps` would show it. */
export async function findCredentials({ username, passwordFile }: ApiOptions): Promise<Credentials> {
  const name =
    username ??
    given(environment['NAAS_USERNAME']) ??
    (await ask({
      text: 'Username: ',
      isSecret: false,
      otherwise: 'no user name; use --username or set NAAS_USERNAME.',
    }));
  return { username: name, password: await findPassword(name, passwordFile) };
}

async function findPassword(username: string, passwordFile: string | undefined): Promise<string> {
  if (passwordFile !== undefined) return readSecretFile(passwordFile, '--password-file');
  const otherwise = 'no password; use --password-file or set NAAS_PASSWORD.';
  return (
    given(environment['NAAS_PASSWORD']) ??
    ask({ text: `Password of ${username}: `, isSecret: true, otherwise })
  );
}

/** The enable secret, if one was given; the device's password serves otherwise. */
export async function findEnableSecret({
  askEnable,
  enableFile,
}: TargetOptions): Promise<string | undefined> {
  if (askEnable)
    return ask({
      text: 'Enable secret: ',
      isSecret: true,
      otherwise: '--ask-enable needs a terminal; use --enable-file or set NAAS_ENABLE.',
    });
  if (enableFile !== undefined) return readSecretFile(enableFile, '--enable-file');
  return given(environment['NAAS_ENABLE']);
}

/** An empty variable counts as not set. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
