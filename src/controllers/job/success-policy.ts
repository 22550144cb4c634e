/** Source: pkg/controller/job/success_policy.go. */
import { type SuccessPolicy } from '../../apis/batch/v1.js';
import { countCommon, countIndexes, type Indexes, parseIndexes } from './indexes.js';

/** Which rule says that enough succeeded, in words; undefined: none. */
export function matchedRule(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: Indexes,
): string | undefined {
  if (succeeded.length === 0) return undefined;
  const i = (policy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) {
      return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
    }
    const wanted = parseIndexes(succeededIndexes, completions);
    if (wanted.length === 0) return false;
    const common = countCommon(wanted, succeeded);
    return common === countIndexes(wanted) || (succeededCount !== undefined && common >= succeededCount);
  });
  return i < 0 ? undefined : `Matched rules at index ${String(i)}`;
}
