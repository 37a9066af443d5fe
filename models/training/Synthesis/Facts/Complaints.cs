namespace OnPremLlm.Training.Synthesis.Facts;

/// <summary>All complaints.</summary>
internal static class Complaints
{
    public static IReadOnlyList<Complaint> All { get; } =
    [
        .. Complaint.Read(HeadAndChestComplaints.Text), .. Complaint.Read(BellyComplaints.Text), .. Complaint.Read(LimbComplaints.Text), .. Complaint.Read(SkinAndSenseComplaints.Text),
        .. Complaint.Read(GeneralComplaints.Text),
    ];
}
