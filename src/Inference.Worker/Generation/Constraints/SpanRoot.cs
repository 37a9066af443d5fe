namespace OnPremLlm.Inference.Worker.Generation.Constraints;

/// <summary>Spans that a grammar names: of a source by its number, and of those only the ones that begin in a line, from 1; null: all.</summary>
internal readonly record struct SpanRoot(int Source, int? Line);
