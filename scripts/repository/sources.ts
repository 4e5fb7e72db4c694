import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** The facts of a source file that the rules read. */
export interface Source {
  /** Relative to the top directory, such as `libs/core/src/redis/redis.ts`. */
  readonly path: string;
  /** Name of the package it belongs to. */
  readonly project: string;
  /** Whether it is a test, or lies in a `testing` folder. */
  readonly isTest: boolean;
  /** Names of the modules it imports, types included, as they are written. */
  readonly imports: readonly string[];
  readonly readsEnvironment: boolean;
  readonly text: string;
}

/** A package of the workspace, read from its package.json. */
export interface Project {
  readonly name: string;
  /** Relative to the top directory, such as `libs/core`. */
  readonly directory: string;
  /** Names of the packages that it needs at run time. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Name and version of each dependency. */
  readonly versions: readonly (readonly [name: string, version: string])[];
}

const directoriesIn = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The package in a directory of the checkout `root`. */
export function readProject(root: string, directory: string): Project {
  const text = readFileSync(join(root, directory, 'package.json'), 'utf8');
  const { name, dependencies = {}, devDependencies = {} } = JSON.parse(text) as PackageJson; // npm's format
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

/** Parses the text of a TypeScript source. */
export function parseText(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

/** Reads the facts of a source from its text. */
export function parseSource(path: string, project: string, text: string): Source {
  const file = parseText(path, text);
  let readsEnvironment = false;
  const visit = (node: ts.Node): void => {
    readsEnvironment ||= isEnvironment(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return { path, project, isTest: /\.test\.ts$|\/testing\//.test(path), imports, readsEnvironment, text };
}

/** The file that a relative import of a source means, relative to the top directory. */
export function resolveImport(source: Source, moduleName: string): string {
  return join(dirname(source.path), moduleName.replace(/\.js$/, '.ts'));
}

/** The graph of the relative imports of sources, type imports included: path to paths. */
export function importGraph(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map((source) => [
      source.path,
      source.imports.filter((name) => name.startsWith('.')).map((name) => resolveImport(source, name)),
    ]),
  );
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
