using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnPremLlm.Training.Network;

namespace OnPremLlm.Training.Optimising;

/// <summary>
/// Momentum, then an update with all its singular values near 1: five Newton-Schulz steps with the coefficients of Jordan's Muon (2024). One matrix
/// at a time; each thread has its own.
/// </summary>
internal sealed unsafe class Muon
{
    const float Momentum = .95f;
    const int Iterations = 5;
    Floats update = new(0), x = new(0), change = new(0), panels = new(0), square = new(0), fourth = new(0);

    public void Step(Weights weights, Floats gradients, OptimiserState state, Parameter parameter, float rate, float kept)
    {
        MakeRoom(parameter);
        AddMomentum(gradients.Start + parameter.Offset, state.First.Start + parameter.Offset, parameter.Length);
        // The short side is squared.
        var flip = parameter.Rows > parameter.Columns;
        int few = Math.Min(parameter.Rows, parameter.Columns), many = Math.Max(parameter.Rows, parameter.Columns);
        Transpose(update.Start, x.Start, parameter.Rows, parameter.Columns, flip);
        Orthogonalise(few, many);
        Transpose(x.Start, update.Start, few, many, flip);
        var size = rate * MathF.Sqrt(MathF.Max(1, (float)parameter.Rows / parameter.Columns));
        Move(weights.All.Start + parameter.Offset, parameter.Length, size, kept);
    }

    void MakeRoom(Parameter parameter)
    {
        var few = (long)Math.Min(parameter.Rows, parameter.Columns);
        (update, x) = (Floats.Room(update, parameter.Length), Floats.Room(x, parameter.Length));
        (change, panels) = (Floats.Room(change, parameter.Length), Floats.Room(panels, parameter.Length));
        (square, fourth) = (Floats.Room(square, few * few), Floats.Room(fourth, few * few));
    }

    // Nesterov's: the gradient counts once more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddMomentum(float* gradient, float* momentum, long length)
    {
        for (long i = 0; i < length; i += Vectors.Width)
        {
            var g = Vector512.Load(gradient + i);
            var m = (Vector512.Load(momentum + i) * Momentum) + g;
            Vector512.Store(m, momentum + i);
            Vector512.Store((m * Momentum) + g, update.Start + i);
        }
    }

    // x becomes a x + (b s + c s²) x, where s = x xᵀ.
    void Orthogonalise(int few, int many)
    {
        var length = (long)few * many;
        Scale(x.Start, length, 1 / (MathF.Sqrt(Vectors.Dot(x.Start, x.Start, (int)length)) + 1e-7f));
        for (var i = 0; i < Iterations; i++)
        {
            Product.PackTransposed(x.Start, many, few, many, panels.Start);
            Product.MultiplySymmetric(x.Start, panels.Start, square.Start, few, many);
            Product.Pack(square.Start, few, few, few, panels.Start);
            Product.MultiplySymmetric(square.Start, panels.Start, fourth.Start, few, few);
            Combine(square.Start, -4.7750f, fourth.Start, 2.0315f, (long)few * few);
            Product.Pack(x.Start, many, few, many, panels.Start);
            Product.Multiply(square.Start, few, panels.Start, change.Start, many, few, many, few, add: false);
            Combine(x.Start, 3.4445f, change.Start, 1, length);
        }
    }

    static void Scale(float* to, long length, float factor) => Combine(to, factor, to, 0, length);

    // to = to times a + from times b.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Combine(float* to, float a, float* from, float b, long length)
    {
        for (long i = 0; i < length; i += Vectors.Width)
        {
            Vector512.Store((Vector512.Load(to + i) * a) + (Vector512.Load(from + i) * b), to + i);
        }
    }

    void Move(float* weights, long length, float size, float kept) => Combine(weights, kept, update.Start, -size, length);

    // Copies, or writes the transpose [columns, rows].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transpose(float* from, float* to, int rows, int columns, bool flip)
    {
        if (!flip)
        {
            Vectors.Copy(from, to, (long)rows * columns);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                to[((long)column * rows) + row] = from[((long)row * columns) + column];
            }
        }
    }
}
