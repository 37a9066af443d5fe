using System.Collections.Concurrent;
using Dice = OnPremLlm.Training.Visits.Dice;

namespace OnPremLlm.Training.Synthesis.Wording;

/// <summary>
/// A sentence with open places. <c>[a|b|]</c> is one of the alternatives, <c>{name}</c> a value, <c>&lt;name words&gt;</c> a marked span and
/// <c>~name</c> one of the <see cref="Fragments"/>. Values may hold the same marks. Immutable and thread-safe.
/// </summary>
internal sealed class Template
{
    static readonly ConcurrentDictionary<string, Template> Parsed = new(StringComparer.Ordinal);

    readonly Node root;

    Template(Node root) => this.root = root;

    public static Template Of(string text) => Parsed.GetOrAdd(text, static source => new Template(new TemplateReader(source).Read()));

    public void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots) => root.Render(utterance, dice, slots);

    public abstract class Node
    {
        public abstract void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots);
    }

    public sealed class Words(string text) : Node
    {
        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots) => utterance.Append(text);
    }

    public sealed class Sequence(IReadOnlyList<Node> parts) : Node
    {
        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots)
        {
            foreach (var part in parts)
            {
                part.Render(utterance, dice, slots);
            }
        }
    }

    public sealed class Choice(IReadOnlyList<Node> options) : Node
    {
        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots) => dice.Pick(options).Render(utterance, dice, slots);
    }

    public sealed class Marked(string name, Node inner) : Node
    {
        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots)
        {
            var start = utterance.Open();
            inner.Render(utterance, dice, slots);
            utterance.Close(name, start);
        }
    }

    public sealed class Value(string name) : Node
    {
        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots)
        {
            foreach (var slot in slots)
            {
                if (slot.Name == name)
                {
                    Append(slot.Text, utterance, dice, slots);
                    return;
                }
            }

            throw new InvalidOperationException($"No value was given for {{{name}}}. Pass a slot of that name with the phrases that use it.");
        }

        static void Append(string text, Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots)
        {
            if (text.AsSpan().IndexOfAny("[<~{") < 0)
            {
                utterance.Append(text);
            }
            else
            {
                Of(text).Render(utterance, dice, slots);
            }
        }
    }

    public sealed class Fragment(string name) : Node
    {
        readonly Lazy<IReadOnlyList<string>> options = new(() => Fragments.Find(name));

        public override void Render(Utterance utterance, Dice dice, ReadOnlySpan<Slot> slots) =>
            Of(dice.Pick(options.Value)).Render(utterance, dice, slots);
    }
}

/// <summary>A value for a template's open place.</summary>
internal readonly record struct Slot(string Name, string Text);
