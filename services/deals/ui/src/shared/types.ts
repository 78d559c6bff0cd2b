import type { Schemas } from '@trellis/kit';

export type Deal = Schemas['deals.Deal'];
export type DealPatch = Schemas['deals.DealPatch'];
export type Money = Schemas['type.Money'];
export type BoardData = Schemas['deals.Board'];
export type BoardStage = Schemas['deals.BoardStage'];
export type Stage = Schemas['deals.Stage'];
export type Pipeline = Schemas['deals.Pipeline'];
export type Activity = Schemas['deals.Activity'];
export type ActivityInput = Schemas['deals.ActivityInput'];
export type KeyPoint = Schemas['deals.KeyPoint'];
export type Contract = Schemas['deals.Contract'];
export type UsageLimit = Schemas['deals.UsageLimit'];
export type UsageRecord = Schemas['deals.UsageRecord'];
export type StageVisit = Schemas['deals.StageVisit'];
export type WinReason = Schemas['deals.Deal.WinReason'];
export type LossReason = Schemas['deals.Deal.LossReason'];
