using System.Security.Cryptography;
using CsCheck;
using OnPremLlm.Ledger.Merkle;
using OnPremLlm.Ledger.Tiles;

namespace OnPremLlm.Ledger.Tests;

public sealed class ProvingInclusion
{
    private const int LargestTree = 1300; // past four full tiles, so that level 1 has an edge
    private static readonly byte[][] s_leaves = [.. Enumerable.Range(0, LargestTree).Select(BitConverter.GetBytes)];

    [Fact]
    public void The_empty_tree_has_the_root_that_RFC_6962_names()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(TreeState.Empty.Root()));
    }

    // The eight inputs and roots of the reference test data of Certificate Transparency (merkle_tree_test).
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_of_the_certificate_transparency_test_data_are_reproduced(int size, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var (tree, _) = Grow([.. inputs.Take(size).Select(Convert.FromHexString)]);
        Assert.Equal(root, Convert.ToHexStringLower(tree.Root()));
    }

    [Fact]
    public void Root_and_path_of_any_size_and_index_are_those_of_the_definition()
    {
        Gen.Int[1, LargestTree].SelectMany(size => Gen.Int[0, size - 1].Select(index => (size, index))).Sample(
            (size, index) =>
            {
                var data = s_leaves[..size];
                var (tree, reader) = Grow(data);
                Assert.Equal(NaiveMerkleTree.Root(data), tree.Root());
                Assert.Equal(NaiveMerkleTree.Path(index, data), reader.Prove(index).Hashes.Select(hash => hash.ToArray()));
            }, iter: 40);
    }

    [Fact]
    public void The_root_at_an_earlier_size_is_found_again_in_a_longer_tree()
    {
        var (_, reader) = Grow(s_leaves);
        Gen.Int[0, LargestTree].Sample(size => Assert.Equal(NaiveMerkleTree.Root(s_leaves[..size]), reader.RootAt(size)), iter: 40);
    }

    [Fact]
    public void Every_proof_of_every_entry_verifies_and_for_no_other_entry()
    {
        foreach (var size in new[] { 1, 2, 3, 255, 256, 257, 513, LargestTree })
        {
            var (tree, reader) = Grow(s_leaves[..size]);
            var root = tree.Root();
            for (var index = 0; index < size; index++)
            {
                var path = reader.Prove(index).Hashes;
                Assert.True(InclusionCheck.Holds(index, size, path, MerkleHash.Leaf(s_leaves[index]), root));
                Assert.False(InclusionCheck.Holds(index, size, path, MerkleHash.Leaf(s_leaves[(index + 1) % LargestTree]), root));
            }
        }
    }

    [Fact]
    public void Ten_thousand_mutated_proofs_are_all_rejected()
    {
        var (tree, reader) = Grow(s_leaves);
        var root = tree.Root();
        var random = new Random(6962);
        var accepted = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var index = random.Next(LargestTree);
            var mutated = Mutate(random, index, reader.Prove(index).Hashes, root);
            accepted += InclusionCheck.Holds(mutated.Index, mutated.Size, mutated.Path, MerkleHash.Leaf(s_leaves[index]), mutated.Root) ? 1 : 0;
        }
        Assert.Equal(0, accepted);
    }

    private static (long Index, long Size, List<ReadOnlyMemory<byte>> Path, byte[] Root) Mutate(Random random, int index, IReadOnlyList<ReadOnlyMemory<byte>> path, byte[] root)
    {
        var copy = path.Select(hash => hash.ToArray()).ToList();
        var (at, other) = (random.Next(copy.Count), random.Next(copy.Count - 1));
        switch (random.Next(6))
        {
            case 0:
                copy[at][random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                copy.RemoveAt(at);
                break;
            case 2:
                copy.Insert(at, RandomNumberGenerator.GetBytes(32));
                break;
            case 3:
                (copy[other], copy[other + 1]) = (copy[other + 1], copy[other]);
                break;
            case 4:
                return ((index + 1 + random.Next(LargestTree - 1)) % LargestTree, LargestTree, [.. copy], root);
            default:
                var wrong = root.ToArray();
                wrong[random.Next(32)] ^= (byte)(1 << random.Next(8));
                return (index, LargestTree, [.. copy], wrong);
        }
        return (index, LargestTree, [.. copy], root);
    }

    private static (TreeState Tree, TreeReader Reader) Grow(byte[][] leaves)
    {
        var tiles = new Dictionary<(int, long), byte[]>();
        var builder = new TreeBuilder(TreeState.Empty);
        foreach (var leaf in leaves)
        {
            builder.Add(MerkleHash.Leaf(leaf), (level, index, hashes) => tiles.Add((level, index), hashes));
        }
        var tree = builder.Build();
        return (tree, new TreeReader(tree, (level, index) => tiles[(level, index)]));
    }
}
