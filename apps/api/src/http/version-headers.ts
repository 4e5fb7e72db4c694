import type { ApiVersion } from '../route.js';

/**
 * Headers of every response of an API version, errors included. Those of v1 announce its deprecation, its end
 * and its successor.
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
