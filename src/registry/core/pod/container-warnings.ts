/** Warnings about quantities and variables. Source: pkg/api/pod/warnings.go. */
import { type Container } from '../../../apis/core/pod-container.js';
import { goQuote } from '../../../apis/field/errors.js';
import { type Path } from '../../../apis/field/path.js';
import { isFractional } from '../../../apis/quantity.js';
import { type Behaviours } from '../../../features/behaviours.js';

export function fractionWarnings(quantity: string | undefined, path: Path): string[] {
  if (quantity === undefined || !isFractional(quantity)) return [];
  return [`${path.toString()}: fractional byte value ${goQuote(quantity)} is invalid, must be an integer`];
}

export function resourceWarnings({ resources }: Container, path: Path): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((resource) =>
    (['limits', 'requests'] as const).flatMap((field) =>
      fractionWarnings(resources?.[field]?.[resource], path.child('resources', field).key(resource)),
    ),
  );
}

/** A later variable hides an earlier one, but for one that extends it. */
export function envWarnings({ env = [] }: Container, path: Path, behaviours: Behaviours): string[] {
  const { podDuplicateWarnings, envWarningsNameApply } = behaviours;
  return env.flatMap(({ name = '', value = '', valueFrom }, i) => {
    if (!env.slice(0, i).some((each) => each.name === name)) return [];
    const at = path.child('env').index(i);
    if (!podDuplicateWarnings) return [`${at.child('name').toString()}: duplicate name ${goQuote(name)}`];
    const reference = `$(${name})`;
    if (valueFrom === undefined && value !== reference && value.includes(reference)) return [];
    const apply = envWarningsNameApply ? ', which may be dropped when using apply' : '';
    return [`${at.toString()}: hides previous definition of ${goQuote(name)}${apply}`];
  });
}
