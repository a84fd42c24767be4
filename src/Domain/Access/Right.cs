namespace Sluice.Domain.Access;

/// <summary>One kind of act. Every endpoint, page and hub names one; the wire name is lower snake case.</summary>
public enum Right
{
    View,
    Note,
    Operate,
    Approve,
    Audit,
    Administer,
}
