#!/usr/bin/env node
// Stands in for Prisma's CLI on MySQL, whose engine exists only as a program that cannot be had everywhere.
import { require } from 'tsx/cjs/api';

require('./mysql-cli.ts', import.meta.url);
