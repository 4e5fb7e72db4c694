import type { ApiVersion } from '../route.js';

/**
 * Headers of every answer of a version, errors included. v1 says that it is deprecated, until when, and what
 * follows it.
 */
export const versionHeaders: Readonly<
  Record<ApiVersion, readonly (readonly [name: string, value: string])[]>
> = {
  v1: [
    ['X-API-Version', 'v1'],
    ['X-API-Deprecated', 'true'],
    ['Deprecation', 'true'],
    ['Sunset', '2027-01-01'],
    ['Link', '</v2/>; rel="successor-version"'],
  ],
  v2: [['X-API-Version', 'v2']],
};
