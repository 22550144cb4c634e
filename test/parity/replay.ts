import { pathToFileURL } from 'node:url';
import { differingSteps, type StepDifference } from './diff.js';
import { type RecordedStep, type Recording } from './recording.js';
import { runScenario, type RunOptions } from './scenario-run.js';
import { type Scenario } from './step.js';

export interface ScenarioResult {
  readonly scenario: string;
  readonly steps: readonly RecordedStep[];
  /** Number of recorded steps; 0 where there is nothing to compare with. */
  readonly recorded: number;
  readonly differences: readonly StepDifference[];
}

/** The scenarios of a module. */
export async function loadScenarios(file: string | URL): Promise<readonly Scenario[]> {
  const url = file instanceof URL ? file : pathToFileURL(file);
  const module = (await import(/* @vite-ignore */ url.href)) as { default: Scenario | readonly Scenario[] };
  return [module.default].flat();
}

/** Plays a scenario and compares it with its recording, if there is one. */
export async function replay(scenario: Scenario, options: RunOptions, recording?: Recording): Promise<ScenarioResult> {
  const steps = await runScenario(scenario, options);
  const wanted = recording?.scenarios[scenario.name] ?? [];
  const differences = differingSteps(scenario.name, wanted, steps);
  return { scenario: scenario.name, steps, recorded: wanted.length, differences };
}
