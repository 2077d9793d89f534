// The end of a test run: what was skipped, by name and reason, and the sums as the last line.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** A skipped suite says why in its own `describe.runIf(…)`; a test may have said it itself. */
function reasonOf(task, path) {
  const note = task.type === "test" ? task.result().note : undefined;
  if (note) return note;
  const line = readFileSync(path, "utf8").split("\n")[(task.location?.line ?? 1) - 1] ?? "";
  const condition = /\b(runIf|skipIf)\((.+?)\)\(/.exec(line);
  if (condition === null) return "it says skip";
  return `${condition[2]} ${condition[1] === "runIf" ? "does not hold" : "holds"}`;
}

/** The outermost of what was skipped: a suite stands for all that is in it. */
function* skippedIn(tasks) {
  for (const task of tasks) {
    const result = task.type === "test" ? task.result().state : task.state();
    if (result === "skipped") yield task;
    else if (task.type === "suite") yield* skippedIn(task.children);
  }
}

function count(modules, state) {
  let sum = 0;
  for (const module of modules) for (const _ of module.children.allTests(state)) sum++;
  return sum;
}

export default class Report {
  onTestRunEnd(modules, unhandledErrors) {
    const skipped = [];
    let broken = unhandledErrors.length;
    for (const module of modules) {
      const path = module.moduleId;
      broken += module.errors().length;
      for (const suite of module.children.allSuites()) broken += suite.errors().length;
      for (const task of skippedIn(module.children)) {
        const name = `${relative(process.cwd(), path)} > ${task.fullName}`;
        skipped.push(`SKIPPED  ${name}: ${reasonOf(task, path)}`);
      }
    }
    const failed = count(modules, "failed") + broken;
    if (skipped.length > 0) console.log(`\n${skipped.join("\n")}`);
    console.log(
      `\n${count(modules, "passed")} passed, ${failed} failed, ${count(modules, "skipped")} skipped`,
    );
    // On the machine that decides, what did not run has not passed.
    if (process.env.CI === "true" && skipped.length > 0) process.exitCode = 1;
  }
}
