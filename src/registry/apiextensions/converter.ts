/** From one version of a custom kind to another. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/converter.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Awaitable } from '../../authentication/authenticator.js';

/** The object in the version (`example.com/v1`), a copy. @throws StatusError 500 where it cannot be had. */
export type Converter = (object: KubeObject, apiVersion: string) => Awaitable<KubeObject>;

/** The strategy None: versions differ by their name alone. */
export const renamed: Converter = (object, apiVersion) => ({ ...structuredClone(object), apiVersion });
