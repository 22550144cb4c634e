import { isDeepStrictEqual } from 'node:util';
import { type RecordedStep } from './recording.js';

/** A step whose answer is not the recorded one. */
export interface StepDifference {
  readonly scenario: string;
  readonly step: string;
  /** `POST /api/v1/namespaces`. */
  readonly request: string;
  /** One line per differing value: where, wanted, got. */
  readonly differences: readonly string[];
}

/** The steps of a recorded scenario that were answered otherwise, or not run. */
export function differingSteps(
  scenario: string,
  wanted: readonly RecordedStep[],
  got: readonly RecordedStep[],
): StepDifference[] {
  return wanted.flatMap((want) => {
    const answer = got.find((step) => step.step === want.step);
    const differences = answer === undefined ? ['step was not run'] : diff(compared(want), compared(answer));
    if (differences.length === 0) return [];
    return [{ scenario, step: want.step, request: `${want.method} ${want.path}`, differences }];
  });
}

/** Differences as text, at most `limit` lines a step. */
export function describeDifferences(steps: readonly StepDifference[], limit = 12): string {
  return steps
    .map(({ scenario, step, request, differences }) =>
      [`${scenario} / ${step}  (${request})`, ...differences.slice(0, limit).map((line) => `   ${line}`)].join('\n'),
    )
    .join('\n\n');
}

function compared({ status, headers, body }: RecordedStep): object {
  return { status, headers, body };
}

function diff(want: unknown, got: unknown, at = ''): string[] {
  if (isDeepStrictEqual(want, got)) return [];
  if (isContainer(want) && isContainer(got) && Array.isArray(want) === Array.isArray(got)) {
    const keys = new Set([...Object.keys(want), ...Object.keys(got)]);
    return [...keys].flatMap((key) => diff(want[key], got[key], `${at}.${key}`));
  }
  return [`${at}: want ${shortened(want)}, got ${shortened(got)}`];
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shortened(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
}
