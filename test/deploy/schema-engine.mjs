#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which cannot be had everywhere: the CLI starts it where PRISMA_SCHEMA_ENGINE_BINARY names it.
import { require } from 'tsx/cjs/api';

require('./schema-engine/serve.ts', import.meta.url);
