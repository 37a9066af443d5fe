namespace OnPremLlm.Inference.Worker.Native;

/// <summary>Whether the text of a control token becomes that token.</summary>
internal enum TokenizeAs : byte
{
    /// <summary>No: everything is text, so that nobody can speak or type a control token.</summary>
    Text = 0,

    /// <summary>Yes.</summary>
    Control = 1,
}
