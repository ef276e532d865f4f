// Reads lines of JSON, {"kind": "Workflow", "manifest": …}, and answers each with one: {"errors": []} or what Argo's schema, a file named as the argument, says.
const Ajv = require('ajv/dist/2020');
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(JSON.parse(readFileSync(process.argv[2], 'utf8')), 'argo');

createInterface({ input: process.stdin }).on('line', (line) => {
  const { kind, manifest } = JSON.parse(line);
  const validate = ajv.compile({ $ref: `argo#/definitions/io.argoproj.workflow.v1alpha1.${kind}` });
  const isSound = validate(manifest);
  console.log(JSON.stringify({ errors: isSound ? [] : validate.errors.map((error) => `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`) }));
});
