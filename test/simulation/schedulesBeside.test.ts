import { checkHalf } from './world/checkHalf.ts';

checkHalf('second');
