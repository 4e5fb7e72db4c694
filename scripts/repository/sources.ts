import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** What the rules want to know of a source file. */
export interface Source {
  /** From the top directory, such as `libs/core/src/redis/redis.ts`. */
  readonly path: string;
  /** Name of the package it belongs to. */
  readonly project: string;
  /** Whether it is a test, or lies in a `testing` folder. */
  readonly isTest: boolean;
  /** Names of the modules it imports, types included, as they are written. */
  readonly imports: readonly string[];
  readonly readsEnvironment: boolean;
}

/** A package of the workspace, as its package.json has it. */
export interface Project {
  readonly name: string;
  /** From the top directory, such as `libs/core`. */
  readonly directory: string;
  /** Names of the packages it needs when it runs. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Name and version of each package it names in any way. */
  readonly versions: readonly (readonly [name: string, version: string])[];
}

const directoriesIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));

/** The package in a directory of the checkout `root`. */
export function readProject(root: string, directory: string): Project {
  const text = readFileSync(join(root, directory, 'package.json'), 'utf8');
  const {
    name,
    dependencies = {},
    devDependencies = {},
  } = JSON.parse(text) as Record<'dependencies' | 'devDependencies', Record<string, string>> & {
    name: string;
  }; // npm's own format
  return {
    name,
    directory,
    dependencies: Object.keys(dependencies),
    devDependencies: Object.keys(devDependencies),
    versions: Object.entries({ ...dependencies, ...devDependencies }),
  };
}

/** Every package of the workspace. */
export function readProjects(root: string): readonly Project[] {
  return ['apps', 'libs']
    .flatMap((folder) => directoriesIn(join(root, folder)))
    .map((path) => readProject(root, relative(root, path)));
}

/** Every TypeScript source of a package. */
export function readSources(root: string, project: Project): readonly Source[] {
  return sourcePaths(join(root, project.directory, 'src')).map((path) =>
    parseSource(relative(root, path), project.name, readFileSync(path, 'utf8')),
  );
}

/** Reads one source out of its text. */
export function parseSource(path: string, project: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  let readsEnvironment = false;
  const visit = (node: ts.Node): void => {
    readsEnvironment ||= isEnvironment(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return { path, project, isTest: /\.test\.ts$|\/testing\//.test(path), imports, readsEnvironment };
}

/** The file that a relative import of a source means, from the top directory. */
export function resolveImport(source: Source, moduleName: string): string {
  return join(dirname(source.path), moduleName.replace(/\.js$/, '.ts'));
}

function sourcePaths(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(directory, path));
}

// `process.env`, `process['env']`, `{ env } = process`, and env imported from node:process.
function isEnvironment(node: ts.Node): boolean {
  const isProcess = (expression: ts.Node | undefined): boolean =>
    expression !== undefined && ts.isIdentifier(expression) && expression.text === 'process';
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node))
    return (
      isProcess(node.expression) &&
      ts.isStringLiteralLike(node.argumentExpression) &&
      node.argumentExpression.text === 'env'
    );
  if (ts.isVariableDeclaration(node))
    return isProcess(node.initializer) && /\benv\b/.test(node.name.getText());
  if (!ts.isImportDeclaration(node)) return false;
  const from = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
  return /^(node:)?process$/.test(from) && /\benv\b/.test(node.importClause?.getText() ?? '');
}
