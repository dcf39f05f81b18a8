/**
 * All rules, table by table. The order counts inside a table: of rules that blame the same entry the first one speaks, so what
 * makes training impossible stands before what makes it worse, and the special before the general.
 */
import { activationSignal } from "./activation-signal.ts";
import { adagradDeep } from "./adagrad-deep.ts";
import { adamEpsilon } from "./adam-epsilon.ts";
import { allFrozen } from "./all-frozen.ts";
import { alphaDropoutAlone } from "./alpha-dropout-alone.ts";
import { alphaDropoutRate } from "./alpha-dropout-rate.ts";
import { batchVsData } from "./batch-vs-data.ts";
import { batchnormAverage } from "./batchnorm-average.ts";
import { batchnormSmallBatch } from "./batchnorm-small-batch.ts";
import { bestNotRestored } from "./best-not-restored.ts";
import { biasBeforeNorm } from "./bias-before-norm.ts";
import { binaryLossOnClasses } from "./binary-loss-on-classes.ts";
import { bottleneckBelowOutput } from "./bottleneck-below-output.ts";
import { boundedOutputRegression } from "./bounded-output-regression.ts";
import { capacityVsData } from "./capacity-vs-data.ts";
import { classLossOnRegression } from "./class-loss-on-regression.ts";
import { classWeights } from "./class-weights.ts";
import { clippingDirection } from "./clipping-direction.ts";
import { constantKernelInit } from "./constant-kernel-init.ts";
import { constraintDirection } from "./constraint-direction.ts";
import { danglingLayer } from "./dangling-layer.ts";
import { datasetFactsMissing } from "./dataset-facts-missing.ts";
import { deepPlainStack } from "./deep-plain-stack.ts";
import { deepWithoutNorm } from "./deep-without-norm.ts";
import { denseGrows } from "./dense-grows.ts";
import { doubleActivation } from "./double-activation.ts";
import { doubleDecay } from "./double-decay.ts";
import { doubleDropout } from "./double-dropout.ts";
import { doubleNorm } from "./double-norm.ts";
import { dropoutAtOutput } from "./dropout-at-output.ts";
import { dropoutBeforeActivation } from "./dropout-before-activation.ts";
import { dropoutBeforeNorm } from "./dropout-before-norm.ts";
import { dropoutEverywhere } from "./dropout-everywhere.ts";
import { dropoutHigh } from "./dropout-high.ts";
import { dropoutLow } from "./dropout-low.ts";
import { dyingReluRisk } from "./dying-relu-risk.ts";
import { entryWithoutEffect } from "./entry-without-effect.ts";
import { explodingActivation } from "./exploding-activation.ts";
import { extremeBottleneck } from "./extreme-bottleneck.ts";
import { fixedStddevInit } from "./fixed-stddev-init.ts";
import { flattenExplosion } from "./flatten-explosion.ts";
import { hingeOutput } from "./hinge-output.ts";
import { identifierFeature } from "./identifier-feature.ts";
import { inputFeatureMismatch } from "./input-feature-mismatch.ts";
import { inputNormRedundant } from "./input-norm-redundant.ts";
import { inputNotNormalized } from "./input-not-normalized.ts";
import { l2WithAdam } from "./l2-with-adam.ts";
import { layerWithoutEffect } from "./layer-without-effect.ts";
import { linearCollapse } from "./linear-collapse.ts";
import { lossDirection } from "./loss-direction.ts";
import { lossWeights } from "./loss-weights.ts";
import { lrNonpositive } from "./lr-nonpositive.ts";
import { lrTooHigh } from "./lr-too-high.ts";
import { lrTooLow } from "./lr-too-low.ts";
import { mergeWithItself } from "./merge-with-itself.ts";
import { metricMismatch } from "./metric-mismatch.ts";
import { missingFlatten } from "./missing-flatten.ts";
import { missingOutputActivation } from "./missing-output-activation.ts";
import { monitorTrainingLoss } from "./monitor-training-loss.ts";
import { monitorWithoutValidation } from "./monitor-without-validation.ts";
import { noHiddenLayer } from "./no-hidden-layer.ts";
import { noRegularization } from "./no-regularization.ts";
import { noSeed } from "./no-seed.ts";
import { noShift } from "./no-shift.ts";
import { noValidation } from "./no-validation.ts";
import { noiseStrength } from "./noise-strength.ts";
import { normAfterActivation } from "./norm-after-activation.ts";
import { normAtOutput } from "./norm-at-output.ts";
import { normOfFew } from "./norm-of-few.ts";
import { oneUnitCrossEntropy } from "./one-unit-cross-entropy.ts";
import { optimizerDefaultLr } from "./optimizer-default-lr.ts";
import { optimizerDirection } from "./optimizer-direction.ts";
import { optimizerMemory } from "./optimizer-memory.ts";
import { outputsOrder } from "./outputs-order.ts";
import { overcompleteAutoencoder } from "./overcomplete-autoencoder.ts";
import { patienceVsEpochs } from "./patience-vs-epochs.ts";
import { penaltyDirection } from "./penalty-direction.ts";
import { penaltyStrength } from "./penalty-strength.ts";
import { positiveOutputLoss } from "./positive-output-loss.ts";
import { randomFrozen } from "./random-frozen.ts";
import { redundantDefault } from "./redundant-default.ts";
import { regressionLossOnClass } from "./regression-loss-on-class.ts";
import { relativeErrorAtZero } from "./relative-error-at-zero.ts";
import { reluBeforeSoftmax } from "./relu-before-softmax.ts";
import { reluNeedsHe } from "./relu-needs-he.ts";
import { residualWithoutNorm } from "./residual-without-norm.ts";
import type { Rule } from "./rule.ts";
import { saturatingHiddenDeep } from "./saturating-hidden-deep.ts";
import { scheduleBounds } from "./schedule-bounds.ts";
import { scheduleConflict } from "./schedule-conflict.ts";
import { scheduleMomentumUnused } from "./schedule-momentum-unused.ts";
import { seluBatchnorm } from "./selu-batchnorm.ts";
import { seluDropout } from "./selu-dropout.ts";
import { seluInit } from "./selu-init.ts";
import { seluInputs } from "./selu-inputs.ts";
import { seluMixed } from "./selu-mixed.ts";
import { seluSequential } from "./selu-sequential.ts";
import { seluWeightPenalty } from "./selu-weight-penalty.ts";
import { shuffleTimeSeries } from "./shuffle-time-series.ts";
import { sigmoidOnClasses } from "./sigmoid-on-classes.ts";
import { softmaxHidden } from "./softmax-hidden.ts";
import { softmaxMultiLabel } from "./softmax-multi-label.ts";
import { softmaxOneUnit } from "./softmax-one-unit.ts";
import { splitReversed } from "./split-reversed.ts";
import { stackedDropoutSmallNet } from "./stacked-dropout-small-net.ts";
import { suppressionWithoutReason } from "./suppression-without-reason.ts";
import { tanhNeedsGlorot } from "./tanh-needs-glorot.ts";
import { targetNotScaled } from "./target-not-scaled.ts";
import { tinyPart } from "./tiny-part.ts";
import { tooFewUpdates } from "./too-few-updates.ts";
import { trainingLossWithDropout } from "./training-loss-with-dropout.ts";
import { unitsVsTarget } from "./units-vs-target.ts";
import { unreadFeature } from "./unread-feature.ts";
import { unusedDefinition } from "./unused-definition.ts";
import { unusedParameter } from "./unused-parameter.ts";
import { unusedSuppression } from "./unused-suppression.ts";
import { unusualValue } from "./unusual-value.ts";
import { validationInTrain } from "./validation-in-train.ts";
import { wrongOutputActivation } from "./wrong-output-activation.ts";

export interface RuleTable {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const tables: readonly RuleTable[] = [
  {
    name: "Data",
    rules: [
      ...[inputNotNormalized, targetNotScaled, validationInTrain, noValidation],
      ...[splitReversed, tinyPart, classWeights, identifierFeature, shuffleTimeSeries],
    ],
  },
  {
    name: "Shape and structure",
    rules: [
      ...[missingFlatten, inputFeatureMismatch, danglingLayer, mergeWithItself, linearCollapse, noHiddenLayer],
      ...[flattenExplosion, bottleneckBelowOutput, extremeBottleneck, layerWithoutEffect],
      ...[unreadFeature, noShift, overcompleteAutoencoder],
    ],
  },
  {
    name: "Initialization and activation",
    rules: [
      activationSignal,
      ...[constantKernelInit, fixedStddevInit, reluNeedsHe, tanhNeedsGlorot],
      ...[reluBeforeSoftmax, doubleActivation, softmaxHidden, explodingActivation, saturatingHiddenDeep, dyingReluRisk],
    ],
  },
  {
    // The first three break the theorem, the others its practice.
    name: "Self-normalization",
    rules: [
      ...[seluInit, seluSequential, seluInputs],
      ...[seluDropout, seluMixed, seluBatchnorm, seluWeightPenalty],
      ...[alphaDropoutAlone, alphaDropoutRate, deepPlainStack],
    ],
  },
  {
    name: "Normalization",
    rules: [
      ...[deepWithoutNorm, residualWithoutNorm, dropoutBeforeNorm, normAtOutput, normOfFew, batchnormSmallBatch],
      ...[batchnormAverage, biasBeforeNorm, doubleNorm, normAfterActivation, inputNormRedundant],
    ],
  },
  {
    name: "Regularization",
    rules: [
      ...[dropoutAtOutput, dropoutHigh, doubleDropout, dropoutBeforeActivation, stackedDropoutSmallNet],
      penaltyDirection,
      constraintDirection,
      ...[penaltyStrength, noiseStrength, dropoutLow, dropoutEverywhere, trainingLossWithDropout],
      ...[capacityVsData, noRegularization],
    ],
  },
  {
    name: "Output, loss and target",
    rules: [
      ...[softmaxOneUnit, classLossOnRegression, regressionLossOnClass, unitsVsTarget, oneUnitCrossEntropy],
      ...[missingOutputActivation, wrongOutputActivation, softmaxMultiLabel, sigmoidOnClasses, binaryLossOnClasses],
      ...[
        boundedOutputRegression,
        hingeOutput,
        positiveOutputLoss,
        lossDirection,
        lossWeights,
        metricMismatch,
        relativeErrorAtZero,
        outputsOrder,
      ],
    ],
  },
  {
    name: "Optimizer, rate and schedule",
    rules: [
      ...[lrNonpositive, lrTooHigh, lrTooLow, adamEpsilon, scheduleBounds, scheduleConflict],
      clippingDirection,
      ...[monitorWithoutValidation, monitorTrainingLoss, patienceVsEpochs, bestNotRestored, batchVsData, tooFewUpdates],
      ...[
        optimizerDirection,
        optimizerMemory,
        unusualValue,
        adagradDeep,
        scheduleMomentumUnused,
        doubleDecay,
        l2WithAdam,
        optimizerDefaultLr,
      ],
    ],
  },
  { name: "Transfer", rules: [allFrozen, randomFrozen] },
  { name: "Reproducibility", rules: [noSeed] },
  { name: "Target and cost", rules: [denseGrows] },
  {
    name: "Hygiene",
    rules: [
      ...[entryWithoutEffect, unusedDefinition, unusedParameter, unusedSuppression, suppressionWithoutReason],
      ...[datasetFactsMissing, redundantDefault],
    ],
  },
];

export const rules: readonly Rule[] = tables.flatMap((table) => table.rules);

/** What stands behind an output layer keeps its loss from having a form. */
const outputRules = [
  ...tables.find(({ name }) => name === "Output, loss and target")!.rules,
  ...[normAtOutput, dropoutAtOutput],
];

/** Whether a rule judges what a network gives, its loss and its target. */
export const isOutputRule = (code: string): boolean => outputRules.some(({ name }) => name === code);

/** Whether a finding's code is a rule's: `dnnc explain` has a page for it then. */
export const isRule = (code: string): boolean => rules.some(({ name }) => name === code);
