/** A strategy with its type and no more, as errors show it. Source: pkg/apis/apps/types.go. */
import { goQuote } from '../../apis/field/errors.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

/** `apps.DeploymentStrategy{Type:"Foo", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}`, or JSON of Go's field names. */
export function invalidGoStruct(struct: string, type: string, rolling: string, wording: ValidationWording): string {
  return wording.structuredValuesAsJson
    ? JSON.stringify({ Type: type, RollingUpdate: null })
    : `${struct}{Type:${goQuote(type)}, RollingUpdate:(*${rolling})(nil)}`;
}
