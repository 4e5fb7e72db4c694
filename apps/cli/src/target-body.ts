import type { SendCommandRequest } from '@naas/client';
import type { TargetOptions } from './options.js';

type TargetFields = Omit<SendCommandRequest, 'commands' | 'expect_string'>;

/**
 * Body fields of every submit. Options that were not given are left out, so that the API's defaults apply.
 */
export function targetBody(options: TargetOptions, enable: string | undefined): TargetFields {
  const { host, port, platform, context, readTimeout, connTimeout, tag } = options;
  return {
    host,
    ...(port !== undefined && { port }),
    ...(platform !== undefined && { platform }),
    ...(context !== undefined && { context }),
    ...(readTimeout !== undefined && { read_timeout: readTimeout }),
    ...(connTimeout !== undefined && { conn_timeout: connTimeout }),
    ...(enable !== undefined && { enable }),
    ...(tag !== undefined && { tags: tag }),
  };
}
