/** The single rules of a limit range. Source: plugin/pkg/admission/limitranger/admission.go. */
import { type ResourceList } from '../apis/core/pod.js';
import { quantityMilliValue, quantityValue } from '../apis/quantity.js';

/** What a container, a pod or a claim asks for. */
export interface Asked {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** Beyond it, thousandths do not fit a 64 bit integer. */
const MOST_WITH_THOUSANDTHS = ((1n << 63n) - 1n) / 1000n;

/** The sentence that refuses, or undefined. */
export function checkMinimum(type: string, name: string, enforced: string, asked: Asked): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]];
  const rule = `minimum ${name} usage per ${type} is ${enforced}`;
  const [requested = 0n, limited = 0n, least = 0n] = comparable(request, limit, enforced);
  if (request === undefined) return `${rule}.  No request is specified`;
  if (requested < least) return `${rule}, but request is ${request}`;
  return limit !== undefined && limited < least ? `${rule}, but limit is ${limit}` : undefined;
}

export function checkMaximum(type: string, name: string, enforced: string, asked: Asked): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]];
  const rule = `maximum ${name} usage per ${type} is ${enforced}`;
  const [requested = 0n, limited = 0n, most = 0n] = comparable(request, limit, enforced);
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (limited > most) return `${rule}, but limit is ${limit}`;
  return request !== undefined && requested > most ? `${rule}, but request is ${request}` : undefined;
}

/** … of what has no limits: claims. */
export function checkRequestMaximum(
  type: string,
  name: string,
  enforced: string,
  requests: ResourceList,
): string | undefined {
  const request = requests[name];
  const rule = `maximum ${name} usage per ${type} is ${enforced}`;
  const [requested = 0n, most = 0n] = comparable(request, enforced);
  if (request === undefined) return `${rule}.  No request is specified`;
  return requested > most ? `${rule}, but request is ${request}` : undefined;
}

export function checkRatio(type: string, name: string, enforced: string, asked: Asked): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]];
  const rule = `${name} max limit to request ratio per ${type} is ${enforced}`;
  const [requested = 0n, limited = 0n] = comparable(request, limit, enforced);
  if (request === undefined || requested === 0n) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || limited === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = Number(limited) / Number(requested);
  const isSmall = quantityValue(enforced) <= MOST_WITH_THOUSANDTHS;
  const exceeds = isSmall
    ? ratio * 1000 > Number(quantityMilliValue(enforced))
    : ratio > Number(quantityValue(enforced));
  return exceeds ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

/** In thousandths, or whole where one of them is too large for that; none is 0. */
function comparable(...quantities: readonly (string | undefined)[]): readonly bigint[] {
  const fits = quantities.every((quantity) => quantityValue(quantity) <= MOST_WITH_THOUSANDTHS);
  return quantities.map((quantity) => (fits ? quantityMilliValue(quantity) : quantityValue(quantity)));
}
