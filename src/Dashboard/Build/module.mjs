// Makes a module of a minified script that sets one global: node module.mjs <script> <module> <global>
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const [script, module, name] = process.argv.slice(2);
mkdirSync(dirname(module), { recursive: true });
writeFileSync(module, `${readFileSync(script, "utf8").trimEnd()}\nexport default ${name};\n`);
