using System.Text;
using OnPremLlm.Inference.Protocol;
using OnPremLlm.Inference.Worker.Generation.Constraints;
using OnPremLlm.Inference.Worker.Generation.Sampling;
using OnPremLlm.Inference.Worker.Tests.Generation.Constraints;

namespace OnPremLlm.Inference.Worker.Tests.Generation.Sampling;

/// <summary>The walk over the vocabulary against asking for each token.</summary>
public sealed class VocabularyTrieTests
{
    [Fact]
    public void A_walk_finds_exactly_the_tokens_that_are_allowed_one_by_one()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var pieces = Pieces(random);
            var trie = new VocabularyTrie(pieces);
            var constraint = Constraint.Compile($"root ::= (made | @source)*\n{new MadeUpGrammar(seed).Gbnf.Replace("root", "made", StringComparison.Ordinal)}", [new SpanSource { Name = "source", Text = "ab ba, bü 日 aba", Unit = (SpanUnit)(seed % 2) }]);
            for (var step = 0; step < 6; step++)
            {
                int[] expected = [.. Enumerable.Range(0, pieces.Count).Where(token => constraint.Allows(pieces[token])).Concat(constraint.CanEnd ? [-7] : Array.Empty<int>()).Order()];

                Assert.Equal(expected, constraint.Allowed(trie, [-7]).ToArray().Order());
                if (expected is [] or [-7])
                {
                    break;
                }

                constraint.Accept(pieces[expected.Where(token => token >= 0).ElementAt(random.Next(expected.Count(token => token >= 0)))]);
            }
        }
    }

    // Cut anywhere, also inside characters; some several times, some empty.
    static List<byte[]> Pieces(Random random)
    {
        var text = Encoding.UTF8.GetBytes("abaüb 日ab, baüüba b日 aab");
        return [.. Enumerable.Range(0, 120).Select(_ => random.Next(text.Length)).Select(at => text[at..Math.Min(text.Length, at + random.Next(5))])];
    }
}
