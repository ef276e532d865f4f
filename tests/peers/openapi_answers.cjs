// Reads lines of JSON, {"method", "path", "status", "type", "body"}, and answers each with one: {"route": "GET /v1/…", "status": "200", "errors": []}, by the
// OpenAPI document named as the argument. A status that a route has no answer of its own for has the status "default". A member that no schema knows is an
// error here, though clients are to bear it.
const Ajv = require('ajv/dist/2020');
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const openapi = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const schema of Object.values(openapi.components.schemas)) {
  if (schema.properties) schema.additionalProperties ??= false;
}
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(openapi, 'openapi');

const routes = Object.keys(openapi.paths)
  .sort((left, right) => left.split('{').length - right.split('{').length)
  .map((path) => ({ path, shape: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));

function errorsOf({ method, path, status, type, body }) {
  const route = routes.find(({ shape }) => shape.test(path));
  const operation = route && openapi.paths[route.path][method.toLowerCase()];
  if (!operation) return { route: `${method} ${path}`, status: String(status), errors: ['the document has no such route'] };
  const found = operation.responses[status] ? String(status) : 'default';
  const name = { route: `${method} ${route.path}`, status: found };
  const ref = operation.responses[found].$ref;
  const response = ref ? openapi.components.responses[ref.split('/').at(-1)] : operation.responses[found];
  const media = response.content[type];
  if (!media) return { ...name, errors: [`an answer ${status} of type ${type} isn't documented`] };
  if (!type.endsWith('json')) return { ...name, errors: [] };
  const validate = ajv.compile(media.schema.$ref ? { $ref: `openapi${media.schema.$ref}` } : media.schema);
  const isSound = validate(JSON.parse(body));
  return { ...name, errors: isSound ? [] : validate.errors.map((error) => `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`) };
}

createInterface({ input: process.stdin }).on('line', (line) => console.log(JSON.stringify(errorsOf(JSON.parse(line)))));
