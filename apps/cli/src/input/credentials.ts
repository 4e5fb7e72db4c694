import { ask } from './ask.js';
import { environment } from '../environment.js';
import type { ApiOptions, TargetOptions } from '../options.js';
import { readSecretFile } from './read-input.js';

/** Username and password for the device. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Takes them from the options, else from the environment, else asks on the terminal. There is no password
 * option, because `ps` would show it.
 */
export async function findCredentials({ username, passwordFile }: ApiOptions): Promise<Credentials> {
  const name =
    username ??
    nonEmpty(environment['NAAS_USERNAME']) ??
    (await ask({
      text: 'Username: ',
      isSecret: false,
      missing: 'no user name; use --username or set NAAS_USERNAME.',
    }));
  return { username: name, password: await findPassword(name, passwordFile) };
}

async function findPassword(username: string, passwordFile: string | undefined): Promise<string> {
  if (passwordFile !== undefined) return readSecretFile(passwordFile, '--password-file');
  const missing = 'no password; use --password-file or set NAAS_PASSWORD.';
  return (
    nonEmpty(environment['NAAS_PASSWORD']) ??
    ask({ text: `Password of ${username}: `, isSecret: true, missing })
  );
}

/** The enable secret, if one was given. Default: the API uses the password. */
export async function findEnableSecret({
  askEnable,
  enableFile,
}: TargetOptions): Promise<string | undefined> {
  if (askEnable)
    return ask({
      text: 'Enable secret: ',
      isSecret: true,
      missing: '--ask-enable needs a terminal; use --enable-file or set NAAS_ENABLE.',
    });
  if (enableFile !== undefined) return readSecretFile(enableFile, '--enable-file');
  return nonEmpty(environment['NAAS_ENABLE']);
}

/** An empty variable counts as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
