package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	assayv1 "example.com/assay/gen/assay/v1"
)

// newVendorsCommand holds the commands about vendors.
func newVendorsCommand(env *environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "vendors",
		Short: "List and change the vendors of the organisation",
		Example: `  assay vendors list --tier critical
  assay vendors create "Acme Hosting, Inc." --id acme --tier high`,
		Args: cobra.NoArgs,
	}
	c := newClient(env, cmd)
	cmd.AddCommand(c.vendorsList(), c.vendorsGet(), c.vendorsCreate(), c.vendorsUpdate(), c.vendorsDelete())
	return needsVerb(cmd)
}

// needsVerb shows the help of a command that only holds others.
func needsVerb(cmd *cobra.Command) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

func (c *client) vendorsList() *cobra.Command {
	var tiers []string
	cmd := &cobra.Command{Use: "list", Short: "List vendors", Args: cobra.NoArgs}
	cmd.Flags().StringSliceVar(&tiers, "tier", nil, "only vendors of these `tiers`")
	completeWords(cmd, "tier", enumWords(assayv1.Vendor_Tier_value))
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, _ []string) error {
		wanted, err := enumValues[assayv1.Vendor_Tier]("tier", tiers, assayv1.Vendor_Tier_value)
		if err != nil {
			return err
		}
		api := assayv1.NewVendorServiceClient(conn)
		vendors, err := collect(0, func(size int32, token string) ([]*assayv1.Vendor, string, error) {
			r, err := api.ListVendors(ctx, &assayv1.ListVendorsRequest{PageSize: size, PageToken: token, Tiers: wanted})
			return r.GetVendors(), r.GetNextPageToken(), err
		})
		if err != nil {
			return err
		}
		return c.show(&assayv1.ListVendorsResponse{Vendors: vendors}, func(p *page) {
			var rows [][]string
			for _, v := range vendors {
				rows = append(rows, []string{shortName(v.GetName()), spokenEnum(v.GetTier()), v.GetOwner(), v.GetDisplayName()})
			}
			p.table([]string{"VENDOR", "TIER", "OWNER", "NAME"}, rows)
		})
	})
	return cmd
}

func (c *client) vendorsGet() *cobra.Command {
	cmd := &cobra.Command{Use: "get VENDOR", Short: "Show one vendor", Args: exactly("a vendor"), ValidArgsFunction: c.completeVendors}
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		v, err := assayv1.NewVendorServiceClient(conn).GetVendor(ctx, &assayv1.GetVendorRequest{Name: vendorName(args[0])})
		if err != nil {
			return err
		}
		return c.showVendor(v)
	})
	return cmd
}

// showVendor writes one vendor.
func (c *client) showVendor(v *assayv1.Vendor) error {
	return c.show(v, func(p *page) {
		p.line("%s", p.paint(bold, clean(v.GetDisplayName())))
		p.field("Vendor", shortName(v.GetName()), "")
		p.field("Tier", spokenEnum(v.GetTier()), "")
		if v.GetOwner() != "" {
			p.field("Owner", v.GetOwner(), "")
		}
		p.field("Changed", instantText(v.GetUpdateTime()), "")
		p.field("Etag", strings.Trim(v.GetEtag(), `"`), "")
	})
}

// vendorFlags are the fields of a vendor that can be set.
type vendorFlags struct{ displayName, tier, owner string }

func (f *vendorFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.tier, "tier", "", "how much depends on the vendor: critical, high, moderate or low")
	cmd.Flags().StringVar(&f.owner, "owner", "", "`e-mail` address of whoever answers for the relation")
	completeWords(cmd, "tier", enumWords(assayv1.Vendor_Tier_value))
}

// vendor gives the vendor that the flags describe.
func (f *vendorFlags) vendor() (*assayv1.Vendor, error) {
	v := &assayv1.Vendor{DisplayName: f.displayName, Owner: f.owner}
	if f.tier != "" {
		tier, err := enumValue("tier", f.tier, assayv1.Vendor_Tier_value)
		if err != nil {
			return nil, err
		}
		v.Tier = assayv1.Vendor_Tier(tier)
	}
	return v, nil
}

func (c *client) vendorsCreate() *cobra.Command {
	var flags vendorFlags
	var id string
	cmd := &cobra.Command{Use: "create NAME", Short: "Add a vendor", Args: exactly("the vendor's name")}
	flags.register(cmd)
	cmd.Flags().StringVar(&id, "id", "", "its short `name` in addresses: lower-case letters, digits, hyphens (default: made by the server)")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		flags.displayName = args[0]
		v, err := flags.vendor()
		if err != nil {
			return err
		}
		made, err := assayv1.NewVendorServiceClient(conn).CreateVendor(ctx, &assayv1.CreateVendorRequest{Vendor: v, VendorId: id})
		if err != nil {
			return err
		}
		return c.showVendor(made)
	})
	return cmd
}

func (c *client) vendorsUpdate() *cobra.Command {
	var flags vendorFlags
	var etag string
	cmd := &cobra.Command{Use: "update VENDOR", Short: "Change a vendor", Args: exactly("a vendor"), ValidArgsFunction: c.completeVendors}
	flags.register(cmd)
	cmd.Flags().StringVar(&flags.displayName, "name", "", "what people call it")
	cmd.Flags().StringVar(&etag, "etag", "", "change it only if it still has this etag")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		v, err := flags.vendor()
		if err != nil {
			return err
		}
		v.Name, v.Etag = vendorName(args[0]), etagOf(etag)
		mask := &fieldmaskpb.FieldMask{}
		for flag, path := range map[string]string{"name": "display_name", "tier": "tier", "owner": "owner"} {
			if cmd.Flags().Changed(flag) {
				mask.Paths = append(mask.Paths, path)
			}
		}
		if len(mask.Paths) == 0 {
			return usagef("nothing to change; give --name, --tier or --owner")
		}
		changed, err := assayv1.NewVendorServiceClient(conn).UpdateVendor(ctx, &assayv1.UpdateVendorRequest{Vendor: v, UpdateMask: mask})
		if err != nil {
			return err
		}
		return c.showVendor(changed)
	})
	return cmd
}

func (c *client) vendorsDelete() *cobra.Command {
	var force bool
	var etag string
	cmd := &cobra.Command{Use: "delete VENDOR", Short: "Remove a vendor", Args: exactly("a vendor"), ValidArgsFunction: c.completeVendors}
	cmd.Flags().BoolVar(&force, "force", false, "remove its documents too")
	cmd.Flags().StringVar(&etag, "etag", "", "remove it only if it still has this etag")
	cmd.RunE = c.do(func(ctx context.Context, conn *grpc.ClientConn, args []string) error {
		name := vendorName(args[0])
		done, err := assayv1.NewVendorServiceClient(conn).DeleteVendor(ctx, &assayv1.DeleteVendorRequest{Name: name, Etag: etagOf(etag), Force: force})
		if err != nil {
			return err
		}
		return c.show(done, func(p *page) { p.line("Removed %s.", shortName(name)) })
	})
	return cmd
}
