import type { ErrorDetail } from '@naas/contract';
import type { Platforms } from '../services.js';

/** A body as it came, before anything is known of it but that it is an object. */
export type RawFields = Readonly<Record<string, unknown>>;

/** What a body must be. */
export interface BodyRules<Body = unknown> {
  /** JSON Schema, 2020-12. */
  readonly schema: object & { readonly $id: string };
  /** Faults that concern several fields at once. Fields may be of any type here: it is asked even if the schema failed. */
  readonly faults: (fields: RawFields, platforms: Platforms) => readonly ErrorDetail[];
  /** Never set: carries the type of a body that passed. */
  readonly passed?: Body;
}
