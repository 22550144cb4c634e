/** An object that a fresh API server puts into itself, beside namespaces and the bootstrap policy. */
import { type GroupResource, type KubeObject } from '../../apis/meta/v1.js';
import { type InitialWrite } from '../../endpoints/initial-fields.js';
import { type Clock } from '../../clock/clock.js';
import { type Random } from '../../clock/random.js';
import { type Features } from '../../features/features.js';
import { type AnyKind } from '../../registry/rest.js';

export interface InitialObject {
  readonly resource: GroupResource;
  /** Whole, in the version that is stored. */
  readonly object: KubeObject & Record<string, unknown>;
  /** Who wrote what of it. Default: the API server wrote all but status. */
  readonly writes?: readonly InitialWrite[];
}

export interface InitialContext {
  readonly features: Features;
  /** The built-in kinds. */
  readonly kinds: readonly AnyKind[];
  /** Where clients reach the server. */
  readonly address: string;
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** The objects of one sort, in the order in which they are made. */
export type InitialObjects = (context: InitialContext) => readonly InitialObject[];
