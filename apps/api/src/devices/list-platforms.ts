import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /v2/platforms` */
export function listPlatforms(
  _request: CallerRequest,
  { platforms: { platformNames, capabilitiesOf, familyOf } }: Services,
): Promise<Response> {
  const platforms = platformNames.map((name) => {
    const { config = false, save = false, commit = false } = capabilitiesOf(name) ?? {};
    // Outputs are not parsed yet; results of structured jobs are text.
    return {
      name,
      family: familyOf(name) ?? name,
      capabilities: { config, save, commit, structured: false },
    };
  });
  return Promise.resolve({ status: 200, json: { platforms } });
}
