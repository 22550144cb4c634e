/** The admission plug-ins' contract. Source: k8s.io/apiserver/pkg/admission/interfaces.go. */
import { type Awaitable, type UserInfo } from '../authentication/authenticator.js';
import { type GroupKind, type GroupResource, type KubeObject } from '../apis/meta/v1.js';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export interface AdmissionApi {
  /** Of the request. */
  readonly version: string;
  /** All that the kind is served in. */
  readonly versions: readonly string[];
  /** An object as a version has it. */
  view(object: KubeObject, version: string): KubeObject;
}

export interface AdmissionAttributes {
  readonly operation: Operation;
  readonly resource: GroupResource;
  readonly subresource: string;
  readonly kind: GroupKind;
  readonly namespace: string;
  readonly name: string;
  /** The new state, which `admit` may change in place; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  /** The state before; undefined for CREATE. */
  readonly oldObject: KubeObject | undefined;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** How the API shows it; absent where it was asked otherwise. */
  readonly api?: AdmissionApi;
  /** Adds a Warning header to the answer. */
  warn(text: string): void;
  /** Adds an annotation to the request's audit event; absent where there is none. */
  annotate?(key: string, value: string): void;
}

/** `admit` may change `attributes.object`; `validate` sees the final object. Both refuse by throwing a StatusError. */
export interface AdmissionPlugin {
  readonly name: string;
  admit?(attributes: AdmissionAttributes): Awaitable<void>;
  validate?(attributes: AdmissionAttributes): Awaitable<void>;
}
