/** What nodes may say. Source: pkg/apis/core/validation/validation.go. */
import { type Node, type Taint } from '../../apis/core/node.js';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isValidLabelValue, validateLabelName } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { quantityNanos } from '../../apis/quantity.js';
import { TAINT_EFFECTS } from './pod/validation/tolerations.js';

const SPEC = Path.of('spec');
const STATUS = Path.of('status');

export function validateNode(node: Node, features: Features): FieldError[] {
  return [...validateTaints(node.spec?.taints, features), ...validateNodeResources(node)];
}

/** Taints, at the path that upstream gives them. */
function validateTaints(taints: readonly Taint[] | undefined, features: Features): FieldError[] {
  const path = Path.of('metadata', 'taints');
  const wording = features.behaviours;
  const seen = new Set<string>();
  return (taints ?? []).flatMap((taint, i) => {
    const at = path.index(i);
    const { key = '', value = '', effect = '' } = taint;
    const errors = validateLabelName(key, at.child('key'), wording);
    const texts = isValidLabelValue(value, wording);
    if (texts.length > 0) errors.push(invalid(at.child('value'), value, texts.join(';')));
    if (effect === '') errors.push(required(at.child('effect')));
    else if (!TAINT_EFFECTS.includes(effect)) errors.push(notSupported(at.child('effect'), effect, TAINT_EFFECTS));
    const pair = JSON.stringify([key, effect]);
    if (seen.has(pair)) {
      errors.push({ ...duplicate(at, taint), detail: 'taints must be unique by key and effect pair' });
    }
    seen.add(pair);
    return errors;
  });
}

function validateNodeResources({ status = {} }: Node): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((field) =>
    Object.entries(status[field] ?? {})
      .filter(([, quantity]) => quantityNanos(quantity) < 0n)
      .map(([name, quantity]) => invalid(STATUS.child(field, name), quantity, 'must be greater than or equal to 0')),
  );
}

export function validateNodeUpdate(node: Node, old: Node, features: Features): FieldError[] {
  const { podCIDRs: next = [], providerID: id = '', externalID = '' } = node.spec ?? {};
  const { podCIDRs: before = [], providerID: oldId = '', externalID: oldExternalID = '' } = old.spec ?? {};
  const errors = [...validateNodeResources(node), ...validateAddresses(node)];
  const cidrsChanged = before.length > 0 && JSON.stringify(next) !== JSON.stringify(before);
  if (cidrsChanged) {
    const detail = 'node updates may not change podCIDR except from "" to valid';
    errors.push(forbidden(SPEC.child('podCIDRs'), detail));
  }
  if (oldId !== '' && id !== oldId) {
    errors.push(forbidden(SPEC.child('providerID'), 'node updates may not change providerID except from "" to valid'));
  }
  errors.push(...validateTaints(node.spec?.taints, features));
  if (externalID !== oldExternalID) errors.push(forbidden(SPEC.child('externalID'), 'may not be updated'));
  return errors;
}

function validateAddresses({ status }: Node): FieldError[] {
  const seen = new Set<string>();
  return (status?.addresses ?? []).flatMap((address, i) => {
    const key = JSON.stringify([address.type, address.address]);
    if (seen.has(key)) return [duplicate(STATUS.child('addresses').index(i), address)];
    seen.add(key);
    return [];
  });
}
