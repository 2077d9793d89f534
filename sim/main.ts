import { argv } from "node:process";
import { program } from "./program.js";

await program().parseAsync(argv);
